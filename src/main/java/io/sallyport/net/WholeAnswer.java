package io.sallyport.net;

import io.sallyport.lang.Bytes;

/// An upstream's answer with its whole body.
public record WholeAnswer(int status, Bytes body) {}
