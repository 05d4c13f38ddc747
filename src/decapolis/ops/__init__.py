"""Commands and checks of whoever runs the program."""
