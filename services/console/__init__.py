"""The pages people work in: Chinese, on the interface's own application, all from this machine."""
