package io.sallyport.alert;

/// One way on which alerts reach people or programs.
///
/// Threads: safe; blocks.
interface Channel {

    /// Tells one target.
    ///
    /// Errors: DeliveryFailed.
    void send(Alert alert, String target);
}
