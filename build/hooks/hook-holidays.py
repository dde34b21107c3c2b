"""holidays finds its countries by name, and their words in files beside them."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

hiddenimports = collect_submodules("holidays")
datas = collect_data_files("holidays")
