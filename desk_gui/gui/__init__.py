"""The window: everything Qt, above the operations and below the program that starts it.

How a page is built, and what it may rely on, is said in `desk_gui.gui.page`.
"""
