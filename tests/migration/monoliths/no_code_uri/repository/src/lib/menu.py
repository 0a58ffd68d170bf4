PRICES = {
    'margherita': 8,
    'funghi': 9,
}
