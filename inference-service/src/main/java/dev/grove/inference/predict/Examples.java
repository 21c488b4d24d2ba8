package dev.grove.inference.predict;

/** What the OpenAPI document shows: products, as the sample generator makes them. */
final class Examples {
  static final String ROW =
      """
      {"title": "Stainless steel water bottle 750 ml", "brand": "Alpina", "price": 18.5, "rating": 4.4}""";

  static final String ROWS =
      """
      [{"title": "Stainless steel water bottle 750 ml", "price": 18.5},
       {"title": "Wireless mouse, 3 buttons", "price": null}]""";

  static final String ANSWER =
      """
      {"label": "Kitchen", "probabilities": {"Electronics": 0.08, "Kitchen": 0.92}, "confidence": 0.92,
       "model": "products", "version": "3", "category": "Kitchen"}""";

  static final String ANSWERS =
      """
      {"predictions": [
        {"label": "Kitchen", "probabilities": {"Electronics": 0.08, "Kitchen": 0.92}, "confidence": 0.92,
         "model": "products", "version": "3", "category": "Kitchen"},
        {"label": "Electronics", "probabilities": {"Electronics": 0.97, "Kitchen": 0.03}, "confidence": 0.97,
         "model": "products", "version": "3", "category": "Electronics"}]}""";

  static final String ENCODED =
      """
      {"model": "products", "version": "3", "names": ["price", "rating"], "indices": [0, 1],
       "values": [18.5, 4.4], "size": 2}""";

  static final String INVALID =
      """
      {"status": 400, "title": "Invalid input", "detail": "Field 'price': 'cheap' is not a finite number",
       "field": "price"}""";

  private Examples() {}
}
