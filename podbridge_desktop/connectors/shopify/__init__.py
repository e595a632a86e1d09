"""A Shopify store by the Admin GraphQL API 2026-10. Knows no other platform and no database."""
