package io.sallyport.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.dialect.Conversion;
import io.sallyport.dialect.Losses;
import io.sallyport.json.Json;
import io.sallyport.json.JsonProblem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls of OpenAI's form that are no chats, as each maker on Bedrock wants and answers them.
@Tag("PR14")
class BedrockConversionsTest {
    private static final String CANVAS = "amazon.nova-canvas-v1:0";
    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    private static final String COHERE = "cohere.embed-v4:0";

    private final Losses losses = new Losses();

    @Test
    void asksForPicturesOfASize() {
        Json sent = new BedrockImages()
                .write(
                        Json.parse(
                                "{\"model\":\"x\",\"prompt\":\"a boat\",\"n\":2,\"size\":\"1024x512\",\"quality\":\"hd\","
                                        + "\"seed\":7,\"negative_prompt\":\"rain\",\"user\":\"u\",\"style\":\"vivid\","
                                        + "\"response_format\":\"url\"}"),
                        CANVAS,
                        losses);

        assertThat(sent)
                .hasToString("{\"taskType\":\"TEXT_IMAGE\","
                        + "\"textToImageParams\":{\"text\":\"a boat\",\"negativeText\":\"rain\"},"
                        + "\"imageGenerationConfig\":{\"numberOfImages\":2,\"seed\":7,\"quality\":\"premium\","
                        + "\"width\":1024,\"height\":512}}");
        assertThat(losses.line()).isEqualTo("dropped=style, dropped=user, changed=response_format");
    }

    @ParameterizedTest
    @CsvSource({"standard, standard", "medium, standard", "low, standard", "high, premium", "hd, premium"})
    void knowsTwoQualitiesOfPictures(String asked, String sent) {
        assertThat(config("\"quality\":\"" + asked + "\"").get("quality").text())
                .isEqualTo(sent);
    }

    @Test
    void leavesUnsaidWhatTheVendorMayChoose() {
        assertThat(config("\"size\":\"auto\",\"quality\":\"auto\"")).hasToString("{\"numberOfImages\":1}");
    }

    private Json config(String members) {
        return new BedrockImages()
                .write(Json.parse("{\"prompt\":\"a boat\"," + members + "}"), CANVAS, losses)
                .get("imageGenerationConfig");
    }

    @Test
    void refusesSizesThatAreNone() {
        assertProblem(new BedrockImages(), "{\"prompt\":\"a boat\",\"size\":\"large\"}", CANVAS, "size");
    }

    @Test
    void refusesModelsWhoseFormIsUnknown() {
        assertProblem(new BedrockImages(), "{\"model\":\"x\",\"prompt\":\"a boat\"}", "stability.sd3", "model");
        assertProblem(new BedrockEmbeddings(), "{\"model\":\"x\",\"input\":\"hi\"}", "maker.embed-v1", "model");
    }

    private void assertProblem(Conversion conversion, String asked, String model, String path) {
        assertThatThrownBy(() -> conversion.write(Json.parse(asked), model, losses))
                .isInstanceOfSatisfying(
                        JsonProblem.class, problem -> assertThat(problem.path()).isEqualTo(path));
    }

    @Test
    void showsPicturesAsTheyCame() {
        Json shown =
                new BedrockImages().answer(Json.parse("{\"images\":[\"iVBOR\",\"iVBOS\"]}"), Json.NULL, CANVAS, losses);

        assertThat(shown).hasToString("{\"data\":[{\"b64_json\":\"iVBOR\"},{\"b64_json\":\"iVBOS\"}]}");
    }

    @Test
    void asksEachMakerForEmbeddingsInItsForm() {
        BedrockEmbeddings embeddings = new BedrockEmbeddings();

        assertThat(embeddings.write(
                        Json.parse("{\"input\":[\"a\",\"b\"],\"input_type\":\"search_query\",\"dimensions\":256}"),
                        COHERE,
                        losses))
                .hasToString("{\"texts\":[\"a\",\"b\"],\"input_type\":\"search_query\","
                        + "\"embedding_types\":[\"float\"],\"output_dimension\":256}");
        assertThat(embeddings.write(Json.parse("{\"input\":\"a\",\"dimensions\":256}"), TITAN, losses))
                .hasToString("{\"inputText\":\"a\",\"dimensions\":256}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cohere.embed-v4:0            | {"embeddings":[[0.5,1]]}
            cohere.embed-v4:0            | {"embeddings":{"float":[[0.5,1]]}}
            amazon.titan-embed-text-v2:0 | {"embedding":[0.5,1],"inputTextTokenCount":3}
            amazon.titan-embed-text-v2:0 | {"embeddingsByType":{"float":[0.5,1]},"inputTextTokenCount":3}
            """)
    void readsVectorsWhereverTheyStand(String model, String answered) {
        Json shown =
                new BedrockEmbeddings().answer(Json.parse(answered), Json.parse("{\"input\":\"a\"}"), model, losses);

        assertThat(shown.path("data.0.embedding")).hasToString("[0.5,1]");
    }

    @Test
    void tellsCoheresRankingWhichVersionIsMeant() {
        Json asked = Json.parse("{\"query\":\"cars\",\"documents\":[\"red\"],\"top_n\":1}");
        BedrockRerank rerank = new BedrockRerank();

        assertThat(rerank.write(asked, "cohere.rerank-v3-5:0", losses))
                .hasToString("{\"query\":\"cars\",\"documents\":[\"red\"],\"top_n\":1,\"api_version\":2}");
        assertThat(rerank.write(asked, "amazon.rerank-v1:0", losses).get("api_version"))
                .matches(Json::isMissing);
    }

    @Test
    void writesModelsIntoPathsAsTheSdksDo() {
        assertThat(new BedrockRerank().path("arn:aws:bedrock:eu-central-1:1:inference-profile/eu.x"))
                .isEqualTo("/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A1%3Ainference-profile%2Feu.x/invoke");
    }
}
