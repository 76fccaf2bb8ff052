"""Modules and application packages as Service Studio and ODC Studio save them."""
