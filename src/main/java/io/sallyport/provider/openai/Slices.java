package io.sallyport.provider.openai;

import io.sallyport.lang.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Bodies in slices.
final class Slices {
    private Slices() {}

    /// A JSON object with more members at its end.
    ///
    /// @param slices of an object that has a member already; the last one ends in the closing brace
    /// @param added from a comma to the closing brace
    static List<Bytes> appended(List<Bytes> slices, Bytes added) {
        List<Bytes> out = new ArrayList<>(slices);
        Bytes last = out.removeLast();
        int brace = last.to() - 1;
        while (last.array()[brace] != '}') {
            brace--;
        }
        out.add(new Bytes(last.array(), last.from(), brace));
        out.add(added);
        return out;
    }
}
