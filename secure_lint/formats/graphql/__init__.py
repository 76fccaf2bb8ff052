"""GraphQL schemas: type definitions with their directives, and what a managed back-end makes of them."""
