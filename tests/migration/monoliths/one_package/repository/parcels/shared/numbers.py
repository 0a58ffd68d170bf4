"""Parcel numbers carry a check digit."""


def check_digit(digits: str) -> int:
    odd = sum(int(digit) for digit in digits[::-2])
    even = sum(int(digit) for digit in digits[-2::-2])
    return (10 - (3 * odd + even) % 10) % 10


def is_valid(number: str) -> bool:
    return number.isdigit() and check_digit(number[:-1]) == int(number[-1])
