"""The file that Streamlit runs for every browser and every change."""

from ceheng_model.app.page import show

if __name__ == "__main__":
    show()
