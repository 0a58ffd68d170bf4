from garden.plants import _catalogue

print(len(_catalogue()))
