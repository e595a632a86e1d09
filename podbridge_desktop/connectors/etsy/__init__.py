"""An Etsy shop by the Open API v3. Knows no other platform and no database."""
