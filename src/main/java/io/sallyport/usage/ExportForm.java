package io.sallyport.usage;

import io.sallyport.lang.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The forms in which providers hand out usage and cost as comma-separated values, recognised by their header.
///
/// Source: exports of OpenAI's and Anthropic's consoles, AWS Cost and Usage Report (both generations) and Azure
/// Cost Management.
enum ExportForm {
    OPENAI_USAGE("openai", "openai") {
        @Override
        boolean fits(Set<String> header) {
            return header.containsAll(List.of("start_time_iso", "model", "input_tokens", "output_tokens"));
        }

        @Override
        Optional<ProviderDay> read(ExportLine line) {
            return used(
                    line.day("start_time_iso"),
                    line.text("model"),
                    Optional.of(line.count("num_model_requests")),
                    line.count("input_tokens"),
                    line.count("output_tokens"));
        }
    },

    OPENAI_COST("openai", "openai") {
        @Override
        boolean fits(Set<String> header) {
            return header.containsAll(List.of("start_time_iso", "amount_value", "line_item"));
        }

        @Override
        Optional<ProviderDay> read(ExportLine line) {
            requireDollars(line.text("amount_currency"));
            // `gpt-4o-2024-08-06, cached input`
            String model = line.text("line_item").split(",", 2)[0];
            return line.dollars("amount_value").map(cost -> paid(line.day("start_time_iso"), model, cost));
        }
    },

    ANTHROPIC_USAGE("anthropic", "anthropic") {
        @Override
        boolean fits(Set<String> header) {
            return header.containsAll(List.of("usage_date_utc", "usage_input_tokens_no_cache", "usage_output_tokens"));
        }

        @Override
        Optional<ProviderDay> read(ExportLine line) {
            long prompt = line.counts(
                    "usage_input_tokens_no_cache",
                    "usage_input_tokens_cache_write_5m",
                    "usage_input_tokens_cache_write_1h",
                    "usage_input_tokens_cache_write",
                    "usage_input_tokens_cache_read");
            return used(
                    line.day("usage_date_utc"),
                    line.text("model_version", "model"),
                    Optional.empty(),
                    prompt,
                    line.count("usage_output_tokens"));
        }
    },

    ANTHROPIC_COST("anthropic", "anthropic") {
        @Override
        boolean fits(Set<String> header) {
            return header.containsAll(List.of("usage_date_utc", "cost_usd"));
        }

        @Override
        Optional<ProviderDay> read(ExportLine line) {
            return line.dollars("cost_usd")
                    .map(cost -> paid(line.day("usage_date_utc"), line.text("model", "model_version"), cost));
        }
    },

    AWS_CUR("aws-cur", "bedrock") {
        @Override
        boolean fits(Set<String> header) {
            return header.contains("lineitem/usagetype") || header.contains("line_item_usage_type");
        }

        @Override
        Optional<ProviderDay> read(ExportLine line) {
            boolean isModel =
                    line.text("lineitem/productcode", "line_item_product_code").startsWith("AmazonBedrock");
            boolean isUsage = line.text("lineitem/lineitemtype", "line_item_line_item_type")
                    .endsWith("Usage");
            if (!isModel || !isUsage) {
                return Optional.empty();
            }
            requireDollars(line.text("lineitem/currencycode", "line_item_currency_code"));
            Matcher type = AWS_TYPE.matcher(line.text("lineitem/usagetype", "line_item_usage_type"));
            if (!type.matches()) {
                throw new IllegalArgumentException("the usage type names no model");
            }
            long tokens = tokens(line.amount("lineitem/usageamount", "line_item_usage_amount"), AWS_UNIT);
            return Optional.of(metered(
                    line.day("lineitem/usagestartdate", "line_item_usage_start_date"),
                    type.group("model"),
                    type.group("way"),
                    tokens,
                    line.dollars("lineitem/unblendedcost", "line_item_unblended_cost")));
        }
    },

    AZURE("azure", "azure") {
        @Override
        boolean fits(Set<String> header) {
            return header.contains("metername") && (header.contains("quantity") || header.contains("usagequantity"));
        }

        @Override
        Optional<ProviderDay> read(ExportLine line) {
            String category = line.text("metercategory", "servicename").toLowerCase(Locale.ROOT);
            Matcher meter = AZURE_METER.matcher(line.text("metername").toLowerCase(Locale.ROOT));
            if (Stream.of("openai", "cognitive services", "foundry").noneMatch(category::contains)
                    || !meter.matches()) {
                return Optional.empty();
            }
            if (line.text("costinusd").isEmpty()) {
                requireDollars(line.text("billingcurrencycode", "billingcurrency", "currency"));
            }
            return Optional.of(metered(
                    line.day("date", "usagedate", "usagedatetime"),
                    meter.group("model").strip(),
                    meter.group("way"),
                    tokens(line.amount("quantity", "usagequantity"), line.text("unitofmeasure")),
                    line.dollars("costinusd", "costinbillingcurrency", "pretaxcost", "cost")));
        }
    };

    private static final String AWS_UNIT = "1K";
    private static final Pattern AWS_TYPE =
            Pattern.compile("(?:[A-Z]{2,4}\\d-)?(?<model>.+?)-(?<way>input|output|cache-(?:read|write)-input)-token.*");
    private static final Pattern AZURE_METER =
            Pattern.compile("(?<model>.+?)[ -](?<way>cached inp(?:ut)?|cchd inp|inp(?:ut)?|outp(?:ut)?|opt)\\b.*");
    private static final Pattern UNIT =
            Pattern.compile("(?<number>\\d+)?\\s*(?<size>[KM])?\\b.*", Pattern.CASE_INSENSITIVE);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    private final String word;
    private final String provider;

    ExportForm(String word, String provider) {
        this.word = word;
        this.provider = provider;
    }

    /// What an operator calls the family of forms, such as `openai`.
    String word() {
        return word;
    }

    /// The kind of backends that such a file is about.
    String provider() {
        return provider;
    }

    /// @param header names of the columns in lower case
    abstract boolean fits(Set<String> header);

    /// Reads one line; empty when it is not about models, or says nothing.
    ///
    /// Errors: IllegalArgumentException with words for people.
    abstract Optional<ProviderDay> read(ExportLine line);

    private static Optional<ProviderDay> used(
            LocalDate day, String model, Optional<Long> calls, long prompt, long output) {
        boolean isSilent = model.isEmpty() && prompt == 0 && output == 0;
        return isSilent
                ? Optional.empty()
                : Optional.of(
                        new ProviderDay(day, model, calls, Optional.of(prompt), Optional.of(output), Optional.empty()));
    }

    private static ProviderDay paid(LocalDate day, String model, Money cost) {
        return new ProviderDay(day, model, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(cost));
    }

    private static ProviderDay metered(LocalDate day, String model, String way, long tokens, Optional<Money> cost) {
        boolean isOutput = way.startsWith("o");
        return new ProviderDay(
                day,
                model,
                Optional.empty(),
                isOutput ? Optional.empty() : Optional.of(tokens),
                isOutput ? Optional.of(tokens) : Optional.empty(),
                cost);
    }

    /// @param unit such as `1K`
    private static long tokens(BigDecimal quantity, String unit) {
        Matcher matcher = UNIT.matcher(unit);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + unit + "' is not a unit");
        }
        String number = matcher.group("number");
        String size = matcher.group("size");
        BigDecimal factor = number == null ? BigDecimal.ONE : new BigDecimal(number);
        if (size != null) {
            factor = factor.multiply(size.equalsIgnoreCase("K") ? THOUSAND : THOUSAND.multiply(THOUSAND));
        }
        return quantity.multiply(factor).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    private static void requireDollars(String currency) {
        if (!currency.isEmpty() && !currency.equalsIgnoreCase("USD")) {
            throw new IllegalArgumentException("the amount is in " + currency + ", not in dollars");
        }
    }
}
