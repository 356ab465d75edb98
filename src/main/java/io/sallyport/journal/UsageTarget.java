package io.sallyport.journal;

import io.sallyport.database.CopyRow;
import io.sallyport.database.CopyTarget;
import io.sallyport.identity.Caller;
import io.sallyport.identity.EndUser;
import io.sallyport.inference.TokenUsage;
import io.sallyport.journal.CallRecord.Attempted;
import io.sallyport.lang.BackendProfileId;
import io.sallyport.lang.KeyId;
import io.sallyport.lang.Money;
import io.sallyport.lang.UserId;
import io.sallyport.usage.Saving;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of `usage_record` per call of a proven caller; the database adds it to the sums of its hour.
final class UsageTarget implements CopyTarget<CallRecord> {
    private static final int LONGEST = 256;

    @Override
    public String table() {
        return "usage_record";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "request_id",
                "started_at",
                "tenant_id",
                "project_id",
                "key_id",
                "user_id",
                "backend_profile_id",
                "end_user",
                "principal",
                "operation",
                "alias",
                "backend",
                "upstream_model",
                "success",
                "input_tokens",
                "cached_input_tokens",
                "cache_write_tokens",
                "output_tokens",
                "reasoning_tokens",
                "source",
                "cost_pico_usd",
                "total_us",
                "provider_kind",
                "status",
                "first_token_us",
                "images",
                "price",
                "saved_tokens",
                "saved_pico_usd",
                "purpose");
    }

    @Override
    public void encode(CallRecord call, CopyRow out) {
        Caller caller = call.caller().orElseThrow();
        Optional<Attempted> last = call.attempts().isEmpty()
                ? Optional.empty()
                : Optional.of(call.attempts().getLast());
        out.uuid(call.id().value())
                .instant(call.timing().started())
                .text(caller.tenant().value())
                .text(caller.project().value())
                .text(caller.key().map(KeyId::value).orElse(""))
                .text(caller.user().map(UserId::value).orElse(""))
                .text(caller.reach().profile().map(BackendProfileId::value).orElse(""))
                .text(line(call.endUser().map(EndUser::identity).orElse("")))
                .text(line(caller.name()))
                .text(call.asked().operation().word())
                .text(line(call.asked().model()))
                .text(last.map(target -> line(target.backend())).orElse(""))
                .text(last.map(target -> line(target.model())).orElse(""))
                .truth(call.outcome().isSuccess());
        tokens(call.usage(), out);
        out.number(call.cost().known().<Number>map(Money::picoDollars).orElse(null))
                .number(call.timing().total())
                .text(last.map(target -> line(target.kind())).orElse(""))
                .number(call.outcome().status())
                .number(firstToken(call))
                .number(call.charge().images())
                .text(call.charge().priceText().orElse(null));
        Optional<Saving> saved = call.charge().saved();
        out.number(saved.<Number>map(Saving::tokens).orElse(null))
                .number(saved.flatMap(saving -> saving.cost().known())
                        .<Number>map(Money::picoDollars)
                        .orElse(null))
                .text(RequestTarget.purpose(call));
    }

    /// Only a streamed answer shows when its first token came.
    private static @Nullable Long firstToken(CallRecord call) {
        long first = call.timing().firstByte();
        return call.asked().streamed() && first >= 0 ? first : null;
    }

    private static void tokens(Optional<TokenUsage> usage, CopyRow out) {
        out.number(usage.<Number>map(TokenUsage::input).orElse(null))
                .number(usage.<Number>map(TokenUsage::cachedInput).orElse(null))
                .number(usage.<Number>map(TokenUsage::cacheWrite).orElse(null))
                .number(usage.<Number>map(TokenUsage::output).orElse(null))
                .number(usage.<Number>map(TokenUsage::reasoning).orElse(null))
                .text(usage.map(tokens -> tokens.source().name().toLowerCase(Locale.ROOT))
                        .orElse(null));
    }

    private static String line(String foreign) {
        return BoundedText.line(foreign, LONGEST);
    }
}
