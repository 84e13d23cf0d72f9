"""What was acknowledged against what is there: nats-py, json, hashlib and SQL, none of our code."""
