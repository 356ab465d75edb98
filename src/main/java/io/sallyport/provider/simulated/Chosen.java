package io.sallyport.provider.simulated;

/// The model a request names, and what it does.
record Chosen(String model, Behaviour behaviour) {}
