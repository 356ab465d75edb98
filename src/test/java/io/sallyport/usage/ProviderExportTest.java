package io.sallyport.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.usage.ProviderExport.Problem;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProviderExportTest {

    @Test
    void addsUpOpenAiUsageByDayAndModel() {
        ProviderExport export = read("openai", """
                start_time,end_time,start_time_iso,end_time_iso,num_model_requests,model,input_tokens,output_tokens
                1,2,2026-11-20T00:00:00+00:00,2026-11-21T00:00:00+00:00,3,gpt-4o-2024-08-06,1000,200
                1,2,2026-11-20T00:00:00+00:00,2026-11-21T00:00:00+00:00,2,gpt-4o-2024-08-06,500,100
                1,2,2026-11-21T00:00:00+00:00,2026-11-22T00:00:00+00:00,,,,
                """);

        assertThat(export.form()).isEqualTo("openai_usage");
        assertThat(export.lines()).isEqualTo(3);
        assertThat(said(export)).containsExactly("2026-11-20 gpt-4o-2024-08-06 5 1500 300 -");
    }

    @Test
    void takesTheModelOfALineItem() {
        ProviderExport export = read("openai", """
                \uFEFFstart_time_iso,amount_value,amount_currency,line_item
                2026-11-20T00:00:00+00:00,0.8958740000000000,usd,"gpt-4o, input"
                2026-11-20T00:00:00+00:00,0.10000000000000004,usd,"gpt-4o, cached input"
                2026-11-20T00:00:00+00:00,,,
                """);

        assertThat(said(export)).containsExactly("2026-11-20 gpt-4o - - - 0.995874");
    }

    @Test
    void countsEveryClassOfAnthropicsInput() {
        ProviderExport usage = read("anthropic", """
                usage_date_utc,model_version,api_key,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens
                2026-11-20,claude-opus-4-1-20250805,k,100,20,3,4000,50
                """);
        ProviderExport cost = read("anthropic", """
                usage_date_utc,model,workspace,token_type,cost_usd
                2026-11-20,claude-opus-4-1-20250805,Default,output_tokens,1.25
                """);

        assertThat(said(usage)).containsExactly("2026-11-20 claude-opus-4-1-20250805 - 4123 50 -");
        assertThat(said(cost)).containsExactly("2026-11-20 claude-opus-4-1-20250805 - - - 1.25");
    }

    @Test
    void readsBedrocksLinesOfBothCostAndUsageReports() {
        ProviderExport first = read("aws-cur", """
                lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageType,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost
                Usage,2026-11-20T10:00:00Z,AmazonBedrock,USE1-Claude4Sonnet-input-tokens,1.5,USD,0.0045
                Usage,2026-11-20T11:00:00Z,AmazonBedrock,USE1-Claude4Sonnet-output-tokens,0.2,USD,0.003
                Tax,2026-11-20T11:00:00Z,AmazonBedrock,USE1-Claude4Sonnet-output-tokens,0,USD,0.003
                Usage,2026-11-20T11:00:00Z,AmazonEC2,BoxUsage,1,USD,5
                """);
        ProviderExport second = read("aws-cur", """
                line_item_line_item_type,line_item_usage_start_date,line_item_product_code,line_item_usage_type,line_item_usage_amount,line_item_unblended_cost
                Usage,2026-11-20 10:00:00.000,AmazonBedrock,EUC1-Nova-cache-read-input-token-count,2,0.1
                """);

        assertThat(first.provider()).isEqualTo("bedrock");
        assertThat(first.lines()).isEqualTo(4);
        assertThat(said(first)).containsExactly("2026-11-20 Claude4Sonnet - 1500 200 0.0075");
        assertThat(said(second)).containsExactly("2026-11-20 Nova - 2000 - 0.1");
    }

    @Test
    void readsAzuresMetersInTheirUnits() {
        ProviderExport export = read("azure", """
                Date,MeterCategory,MeterName,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrencyCode
                11/20/2026,Azure OpenAI,gpt 4o 1120 Inp glbl Tokens,1K,12,0.03,USD
                11/20/2026,Azure OpenAI,gpt 4o 1120 Outp glbl Tokens,1M,0.5,5,USD
                11/20/2026,Storage,Hot LRS Data Stored,1 GB,3,1,USD
                """);

        assertThat(said(export)).containsExactly("2026-11-20 gpt 4o 1120 - 12000 500000 5.03");
    }

    @Test
    void namesTheLinesItCannotReadAndKeepsTheOthers() {
        ProviderExport export = read("openai", """
                start_time_iso,amount_value,amount_currency,line_item
                2026-11-20T00:00:00+00:00,1,usd,gpt-4o
                yesterday,2,usd,gpt-4o
                2026-11-20T00:00:00+00:00,"1,5",usd,"two
                lines"
                2026-11-20T00:00:00+00:00,3,eur,gpt-4o
                2026-11-20T00:00:00+00:00,1e999999999,usd,gpt-4o
                2026-11-20T00:00:00+00:00,4,usd,gpt-4o
                """);

        assertThat(said(export)).containsExactly("2026-11-20 gpt-4o - - - 5");
        assertThat(export.problems())
                .containsExactly(
                        new Problem(3, "'yesterday' is not a date", "yesterday,2,usd,gpt-4o"),
                        new Problem(4, "'1,5' is not a number", "2026-11-20T00:00:00+00:00,1,5,usd,two\nlines"),
                        new Problem(
                                6, "the amount is in eur, not in dollars", "2026-11-20T00:00:00+00:00,3,eur,gpt-4o"),
                        new Problem(
                                7,
                                "'1e999999999' is not an amount",
                                "2026-11-20T00:00:00+00:00,1e999999999,usd,gpt-4o"));
    }

    @Test
    void refusesAFileOfAnotherKind() {
        assertThatThrownBy(() -> read("anthropic", "start_time_iso,amount_value,line_item\n"))
                .hasMessageContaining("not the header of a file of the format anthropic");
        assertThatThrownBy(() -> read("openai", "")).hasMessageContaining("empty");
        assertThatThrownBy(() -> read("openai", "start_time_iso,amount_value,line_item\n" + "x,1,m\n".repeat(501)))
                .hasMessageContaining("the first one is line 2");
    }

    private static ProviderExport read(String format, String file) {
        return ProviderExport.read(new StringReader(file), format);
    }

    private static List<String> said(ProviderExport export) {
        return export.days().stream()
                .map(day -> String.join(
                        " ",
                        day.day().toString(),
                        day.model(),
                        day.calls().map(String::valueOf).orElse("-"),
                        day.promptTokens().map(String::valueOf).orElse("-"),
                        day.outputTokens().map(String::valueOf).orElse("-"),
                        day.cost().map(String::valueOf).orElse("-")))
                .toList();
    }
}
