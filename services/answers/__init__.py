"""What people ask of the views, and the answers as they read them: Chinese columns, CSV, Excel."""
