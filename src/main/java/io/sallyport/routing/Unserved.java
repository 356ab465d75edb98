package io.sallyport.routing;

import io.sallyport.inference.Operation;
import io.sallyport.lang.Refusal.NotImplemented;
import io.sallyport.lang.RefusedException;

/// The refusal of a call that no backend can serve; images have a code of their own (requirement DA18).
final class Unserved {
    private Unserved() {}

    static RefusedException of(Operation operation, String message) {
        String code = operation == Operation.IMAGE ? "image_operation_unsupported" : "unsupported_operation";
        return new RefusedException(new NotImplemented(code, message));
    }
}
