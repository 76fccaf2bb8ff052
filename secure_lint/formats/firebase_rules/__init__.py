"""Security rules of Firebase: Cloud Firestore, Cloud Storage and the Realtime Database."""
