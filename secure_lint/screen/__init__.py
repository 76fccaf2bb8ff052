"""Finding the files and places that matter before anything is parsed."""
