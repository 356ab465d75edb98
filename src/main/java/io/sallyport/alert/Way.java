package io.sallyport.alert;

/// How an alert is delivered.
public enum Way {
    EMAIL,
    WEBHOOK
}
