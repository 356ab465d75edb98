package io.sallyport.dialect.probe;

import io.sallyport.inference.Operation;
import io.sallyport.json.Json;
import io.sallyport.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/// Everything clients can ask for, form by form.
///
/// One line each: what people call it, and the members that ask for it. What stands in the lines as `probe` or
/// `4242` must reach a vendor of which it is said to be carried.
final class Probes {
    private static final String CHAT = """
            text               | "messages":[{"role":"user","content":"hi"}]
            system message     | "messages":[{"role":"system","content":"probe"},{"role":"user","content":"hi"}]
            later instructions | "messages":[{"role":"user","content":"hi"},{"role":"developer","content":"probe"},{"role":"user","content":"go"}]
            image data         | "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,probe"}}]}]
            image address      | "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://probe.example/a.png"}}]}]
            image detail       | "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a.example/a.png","detail":"low"}}]}]
            document data      | "messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,probe"}}]}]
            stored file        | "messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-4242"}}]}]
            audio              | "messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"probe","format":"wav"}}]}]
            prompt cache mark  | "messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}]
            tools              | "tools":[{"type":"function","function":{"name":"probe","parameters":{"type":"object"}}}]
            strict tools       | "tools":[{"type":"function","function":{"name":"look","strict":true,"parameters":{"type":"object"}}}]
            custom tools       | "tools":[{"type":"custom","custom":{"name":"probe"}}]
            a required tool    | "tool_choice":"required","tools":[{"type":"function","function":{"name":"probe","parameters":{"type":"object"}}}]
            a named tool       | "tool_choice":{"type":"function","function":{"name":"probe"}},"tools":[{"type":"function","function":{"name":"probe"}}]
            no parallel calls  | "parallel_tool_calls":false,"tools":[{"type":"function","function":{"name":"probe"}}]
            tool results       | "messages":[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"look","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"probe"}]
            JSON answer        | "response_format":{"type":"json_object"}
            JSON schema        | "response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","title":"probe"}}}
            output cap         | "max_tokens":4242
            temperature        | "temperature":0.4242
            high temperature   | "temperature":1.4242
            top_p              | "top_p":0.4242
            top_k              | "top_k":4242
            stop texts         | "stop":["probe"]
            seed               | "seed":4242
            penalties          | "frequency_penalty":0.4242,"presence_penalty":0.4242
            log-probabilities  | "logprobs":true,"top_logprobs":2
            several answers    | "n":2
            token bias         | "logit_bias":{"4242":1}
            reasoning effort   | "reasoning_effort":"high"
            prompt cache key   | "prompt_cache_key":"probe"
            end user           | "user":"probe"
            metadata           | "metadata":{"a":"probe"}
            service tier       | "service_tier":"flex"
            """;

    private static final String RESPONSE = """
            text               | "input":"probe"
            instructions       | "instructions":"probe"
            image data         | "input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,probe"}]}]
            document data      | "input":[{"role":"user","content":[{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,probe"}]}]
            document address   | "input":[{"role":"user","content":[{"type":"input_file","file_url":"https://probe.example/a.pdf"}]}]
            stored file        | "input":[{"role":"user","content":[{"type":"input_file","file_id":"file-4242"}]}]
            tools              | "tools":[{"type":"function","name":"probe","strict":false,"parameters":{"type":"object"}}]
            strict tools       | "tools":[{"type":"function","name":"look","strict":true,"parameters":{"type":"object"}}]
            hosted tools       | "tools":[{"type":"web_search"}]
            no parallel calls  | "parallel_tool_calls":false,"tools":[{"type":"function","name":"probe","parameters":{"type":"object"}}]
            tool results       | "input":[{"role":"user","content":"hi"},{"type":"function_call","call_id":"c1","name":"look","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"probe"}]
            JSON schema        | "text":{"format":{"type":"json_schema","name":"a","schema":{"type":"object","title":"probe"}}}
            output cap         | "max_output_tokens":4242
            temperature        | "temperature":0.4242
            reasoning effort   | "reasoning":{"effort":"high"}
            log-probabilities  | "top_logprobs":2
            prompt cache key   | "prompt_cache_key":"probe"
            metadata           | "metadata":{"a":"probe"}
            verbosity          | "text":{"verbosity":"low"}
            storing            | "store":true
            former response    | "previous_response_id":"resp_4242"
            background         | "background":true
            """;

    private static final String COMPLETION = """
            text               | "prompt":"probe"
            several prompts    | "prompt":["probe","again"]
            suffix             | "suffix":"probe"
            echo               | "echo":true
            stop texts         | "stop":"probe"
            seed               | "seed":4242
            penalties          | "frequency_penalty":0.4242,"presence_penalty":0.4242
            log-probabilities  | "logprobs":2
            several answers    | "n":2
            token bias         | "logit_bias":{"4242":1}
            end user           | "user":"probe"
            """;

    private static final String MESSAGE = """
            text               | "messages":[{"role":"user","content":"hi"}]
            system message     | "system":"probe"
            image data         | "messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"probe"}}]}]
            image address      | "messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://probe.example/a.png"}}]}]
            document data      | "messages":[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"probe"}}]}]
            document address   | "messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://probe.example/a.pdf"}}]}]
            stored file        | "messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"file_4242"}}]}]
            prompt cache mark  | "messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}]
            tools              | "tools":[{"name":"probe","input_schema":{"type":"object"}}]
            hosted tools       | "tools":[{"type":"web_search_20250305","name":"web_search"}]
            a required tool    | "tool_choice":{"type":"any"},"tools":[{"name":"probe","input_schema":{"type":"object"}}]
            no parallel calls  | "tool_choice":{"type":"auto","disable_parallel_tool_use":true},"tools":[{"name":"probe","input_schema":{"type":"object"}}]
            tool results       | "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"look","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"probe"}]}]
            failed tool        | "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"look","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":"probe"}]}]
            pictures of tools  | "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"look","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"probe"}}]}]}]
            JSON schema        | "output_config":{"format":{"type":"json_schema","schema":{"type":"object","title":"probe"}}}
            thinking budget    | "thinking":{"type":"enabled","budget_tokens":2048}
            reasoning effort   | "output_config":{"effort":"high"}
            temperature        | "temperature":0.4242
            top_k              | "top_k":4242
            stop texts         | "stop_sequences":["probe"]
            five stop texts    | "stop_sequences":["a","b","c","d","probe"]
            end user           | "metadata":{"user_id":"probe"}
            service tier       | "service_tier":"auto"
            """;

    private static final String CONTENT = """
            text               | "contents":[{"role":"user","parts":[{"text":"hi"}]}]
            system message     | "systemInstruction":{"parts":[{"text":"probe"}]}
            image data         | "contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"probe"}}]}]
            image address      | "contents":[{"role":"user","parts":[{"fileData":{"mimeType":"image/png","fileUri":"https://probe.example/a.png"}}]}]
            document data      | "contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"application/pdf","data":"probe"}}]}]
            audio              | "contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"audio/wav","data":"probe"}}]}]
            video              | "contents":[{"role":"user","parts":[{"fileData":{"mimeType":"video/mp4","fileUri":"https://probe.example/a.mp4"}}]}]
            tools              | "tools":[{"functionDeclarations":[{"name":"probe","parameters":{"type":"OBJECT"}}]}]
            hosted tools       | "tools":[{"googleSearch":{}}]
            a required tool    | "toolConfig":{"functionCallingConfig":{"mode":"ANY"}},"tools":[{"functionDeclarations":[{"name":"probe","parameters":{"type":"OBJECT"}}]}]
            a named tool       | "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["probe"]}},"tools":[{"functionDeclarations":[{"name":"probe","parameters":{"type":"OBJECT"}}]}]
            tool results       | "contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"id":"c1","name":"look","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"id":"c1","name":"look","response":{"output":"probe"}}}]}]
            failed tool        | "contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"id":"c1","name":"look","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"id":"c1","name":"look","response":{"error":"probe"}}}]}]
            JSON answer        | "generationConfig":{"maxOutputTokens":4096,"responseMimeType":"application/json"}
            JSON schema        | "generationConfig":{"maxOutputTokens":4096,"responseMimeType":"application/json","responseSchema":{"type":"OBJECT","title":"probe"}}
            output cap         | "generationConfig":{"maxOutputTokens":4242}
            temperature        | "generationConfig":{"maxOutputTokens":4096,"temperature":0.4242}
            high temperature   | "generationConfig":{"maxOutputTokens":4096,"temperature":1.4242}
            top_p              | "generationConfig":{"maxOutputTokens":4096,"topP":0.4242}
            top_k              | "generationConfig":{"maxOutputTokens":4096,"topK":4242}
            stop texts         | "generationConfig":{"maxOutputTokens":4096,"stopSequences":["probe"]}
            five stop texts    | "generationConfig":{"maxOutputTokens":4096,"stopSequences":["a","b","c","d","probe"]}
            seed               | "generationConfig":{"maxOutputTokens":4096,"seed":4242}
            penalties          | "generationConfig":{"maxOutputTokens":4096,"frequencyPenalty":0.4242,"presencePenalty":0.4242}
            log-probabilities  | "generationConfig":{"maxOutputTokens":4096,"responseLogprobs":true,"logprobs":2}
            several answers    | "generationConfig":{"maxOutputTokens":4096,"candidateCount":2}
            thinking budget    | "generationConfig":{"maxOutputTokens":4096,"thinkingConfig":{"thinkingBudget":2048}}
            thinking level     | "generationConfig":{"maxOutputTokens":4096,"thinkingConfig":{"thinkingLevel":"high"}}
            spoken answers     | "generationConfig":{"maxOutputTokens":4096,"responseModalities":["AUDIO"]}
            safety settings    | "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}]
            cached content     | "cachedContent":"cachedContents/4242"
            """;

    private Probes() {}

    /// Those of a client's form, those of one operation after the other, the plain one first; none for a form
    /// of which none are known.
    ///
    /// @param dialect as [io.sallyport.dialect.ClientDialect#name()]
    static List<Probe> of(String dialect) {
        return switch (dialect) {
            case "openai" ->
                Stream.of(
                                all(Operation.CHAT, CHAT),
                                all(Operation.RESPONSE, RESPONSE),
                                all(Operation.COMPLETION, COMPLETION))
                        .flatMap(List::stream)
                        .toList();
            case "anthropic" -> all(Operation.MESSAGE, MESSAGE);
            case "gemini" -> all(Operation.CONTENT, CONTENT);
            default -> List.of();
        };
    }

    private static List<Probe> all(Operation operation, String lines) {
        List<String> members = lines.lines().toList();
        String plain = members(members.getFirst());
        return members.stream()
                .map(line -> new Probe(
                        operation, line.substring(0, line.indexOf('|')).strip(), body(plain, members(line))))
                .toList();
    }

    private static String members(String line) {
        return line.substring(line.indexOf('|') + 1).strip();
    }

    /// What every request says, what the plain one says and what this one says instead or besides.
    private static Json body(String plain, String own) {
        JsonObject body = Json.object();
        for (String members : List.of(head(plain), plain, own)) {
            Json.parse("{" + members + "}").fields().forEach(field -> body.put(field.name(), field.value()));
        }
        return body.toJson();
    }

    /// A cap, because some vendors want one; Gemini's form names the model elsewhere.
    private static String head(String plain) {
        if (plain.startsWith("\"contents")) {
            return "\"generationConfig\":{\"maxOutputTokens\":4096}";
        }
        String cap = plain.startsWith("\"input") ? "max_output_tokens" : "max_tokens";
        return "\"model\":\"m\",\"" + cap + "\":4096";
    }
}
