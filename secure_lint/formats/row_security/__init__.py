"""Who reaches the rows of a Postgres database: row-level security, policies, views and functions in migrations."""
