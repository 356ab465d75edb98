package io.sallyport.telemetry;

/// The numbers of one metric under one set of label values.
public interface Series {

    /// What was counted so far, in the steps of the metric.
    long[] read();
}
