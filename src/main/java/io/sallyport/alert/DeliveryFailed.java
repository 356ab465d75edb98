package io.sallyport.alert;

/// Why an alert did not arrive, in words for operators without anything secret.
final class DeliveryFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeliveryFailed(String message) {
        super(message, null, false, false);
    }
}
