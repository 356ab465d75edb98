package io.sallyport.usage;

import io.sallyport.catalog.Price;
import io.sallyport.catalog.PriceJson;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Prices of calls in the form in which prices are stored; remembered, since there are many calls and few
/// prices.
///
/// Threads: safe.
public final class PriceTexts {
    /// More than any list has in use; when there are more, those before them are forgotten.
    private static final int MOST = 1_000;

    private final Map<Price, String> known = new ConcurrentHashMap<>();

    public String of(Price price) {
        String text = known.get(price);
        if (text == null) {
            if (known.size() >= MOST) {
                known.clear();
            }
            text = PriceJson.write(price).toString();
            known.put(price, text);
        }
        return text;
    }
}
