# Dialects: any chat client, any chat backend

A client speaks one of OpenAI's forms (chat completions, responses, legacy completions), Anthropic's messages or Gemini's
contents; the model may live behind any of these vendors' forms.

| Client | Backend of OpenAI's form | Backend of Anthropic's form |
|---|---|---|
| `/v1/chat/completions` | relayed byte for byte | translated |
| `/v1/responses`, `/v1/completions` | relayed byte for byte; translated to chat completions where the backend has chat only | translated |
| `/v1/messages` | translated | relayed byte for byte |
| `/v1/messages/count_tokens` | counted by the gateway, roughly | relayed byte for byte |
| embeddings, images, audio, moderations | relayed byte for byte | 501 |
| `/v1/rerank` | relayed byte for byte by `vllm`, `sglang`, `llamacpp`, `together` and `openai_compatible` | 501 |
| `/v1beta/models/{model}:generateContent`, `:streamGenerateContent?alt=sse` | translated | translated |
| `/v1beta/models/{model}:countTokens` | counted by the gateway, roughly | counted by the gateway, roughly |

Vendors with forms of their own take the calls of all clients; embeddings, pictures and rankings are asked for in OpenAI's form
and converted, whole answers only:

| Kind | Chats | Embeddings | Pictures | `/v1/rerank` |
|---|---|---|---|---|
| `bedrock` | Converse, ConverseStream | Titan (one text a call), Cohere | Titan, Nova Canvas | Amazon, Cohere |
| `cohere` | v2 | v2 | | v2 |
| `ollama_native` | `/api/chat` | `/api/embed` | | |
| `huggingface` | relayed | feature extraction | | |
| `jina` | | relayed | | relayed |

[What each pair carries](../dialect-matrix.md) is found out by translating; `GET /api/dialects` says it for the gateway that is
asked.

Backends of Gemini's form (`gemini`, `vertex`) get `generateContent`, `streamGenerateContent` and `countTokens` byte for byte and
every other chat translated; `gemini` also answers `/v1/embeddings`, converted to its own form, and `/v1/images/generations`.

**Clients of Gemini's form** set their base URL to the gateway. `/v1beta` and `/v1` are the same, `GET /v1beta/models` lists what
the key may use, and errors come in Google's form with our code as the `reason`. The key goes into `x-goog-api-key` (or
`Authorization: Bearer`). `?key=` is refused with 400 `key_in_address`, because addresses are written down on their way; a stream
without `alt=sse` is refused too.

Every form of client is proved with its vendor's own client, unmodified: `openai` (Node, Java), `@anthropic-ai/sdk`,
anthropic-java, `@google/genai`, google-genai, `ai` and LangChain4j each stream a conversation with tools before every form a
backend can have.

Nothing has to be configured. An alias may mix both kinds of backends; weights and order hold as they are written. A model
that is asked for by its own name goes to backends that speak the client's dialect, if any of them has it.

## What is carried over

System and developer messages, several turns, pictures and documents (in the message or by address), tools, parallel calls and
their results, the choice of tools, JSON schemas for answers, stop texts, sampling, reasoning, usage with cached tokens apart,
refusals and the reason of the end. Streams are whole events in the client's own order and end truly: a stream that breaks
ends in an error event.

**Responses** carry `input` as text or items, `instructions`, function tools and their outputs, structured text, reasoning and
usage, whole and with the full sequence of events from `response.created` to `response.completed`. Nothing is stored: the answer
says `store: false`, and `GET /v1/responses/{id}` is for backends that keep responses themselves. What only such a backend can
do is refused with 400 `unsupported_parameter` that names the field: `previous_response_id`, `conversation`, `prompt`,
`background`, the vendor's own tools, items and files it keeps. **Legacy completions** become what a user says; `suffix`, `echo`
and several prompts are refused alike. An alias that also has a backend which speaks the form itself serves such calls there.

**Prompt caches.** `cache_control` on blocks, parts and tools is kept between clients and backends that know it, OpenAI's form
included, where routers took it over; `prompt_cache_key` between OpenAI's ways to chat.

## What is not

The header `x-sallyport-loss` of every translated answer names what could not be carried over as it was, for example
`dropped=seed, changed=temperature`. What the answer itself loses in a stream comes too late for a header: it stands in a comment
before the closing event, `: sallyport-loss dropped=answer.citations`, which every client passes over. All of it stands in the
request log (`losses` of `/admin/api/requests`), in the log line of the call, and is counted in `sallyport_losses_total`.

What may be lost is a matter of the key and its backend profile (`loss_policy`); the stricter of the two counts.

| `loss_policy` | A call of which something would be dropped |
|---|---|
| `allow`, what backend profiles say unless told otherwise | is sent; answer and request log say what was lost |
| `warn`, what keys say unless told otherwise | is sent; log line and metrics say it, too |
| `strict` | goes to a backend that can be told everything, if there is one; else 400 `loss_not_allowed` names what would be dropped, and nothing is sent. What is `changed` or `emulated` is no reason. |

| To Anthropic's form | Becomes |
|---|---|
| `max_tokens` that nobody named | `changed`: the cap of the limits, else the alias's `max_output_tokens`, else 4,096 |
| `temperature` above 1 | `changed`: 1 |
| `top_p` beside `temperature` | `dropped` |
| system messages behind the first turn | `changed`: moved to the front |
| `response_format` `json_object` | `emulated` by an instruction |
| `reasoning_effort` | `emulated`: from Claude 4.6 on by adaptive thinking and `effort`; before by a budget of at most half the answer, `dropped` while tools are called without the thoughts behind them, or one is forced |
| `reasoning_effort` `minimal`; `xhigh` before Claude 4.7; more than `high` with a forced tool | `changed`: `low`; `high` |
| `temperature`, `top_p`, `top_k` from Claude 4.7 on | `dropped`: those models refuse them |
| `tools.strict` before Claude 4.5 | `dropped` |
| a legacy `prompt` | `emulated` by a message of the user |
| `n`, `seed`, `logprobs`, penalties, `prompt_cache_key`, `service_tier`, `metadata`, `input_audio`, custom tools | `dropped` |

| To OpenAI's form | Becomes |
|---|---|
| `thinking` with a budget | `emulated` by `reasoning_effort`: up to 2,048 tokens `low`, up to 8,192 `medium`, else `high` |
| adaptive `thinking` without `effort` | `changed`: the backend decides |
| more than four `stop_sequences` | `changed`: the first four |
| `is_error` of a tool's result | `emulated`: its text begins with `Error:` |
| pictures in a tool's result | `changed`: they follow in a message of the user |
| earlier thoughts, `cache_control`, `top_k`, documents by address, the vendor's own tools | `dropped` |

| To Gemini's form | Becomes |
|---|---|
| words of JSON Schema that Gemini does not know, such as `pattern` | `dropped` as `schema.pattern`; `const` becomes an `enum` of one |
| `response_format` beside tools, before Gemini 3 | `dropped`: those models refuse both together |
| `reasoning_effort` | a level from Gemini 3 on, where `none` and `minimal` are `changed` to `low`, `xhigh` and `max` to `high`; before `emulated` by a budget of tokens |
| a call of a tool that another model made | `emulated` from Gemini 3 on: signed with the word that the vendor takes for it |
| pictures in a tool's result | `changed`: they stand beside it |
| more than five stop texts | `changed`: the first five |
| `parallel_tool_calls: false`, `tools.strict`, `user`, earlier thoughts, `cache_control` | `dropped` |

| From Gemini's form | Becomes |
|---|---|
| `safetySettings`, `cachedContent`, Google's own tools, sound and film, more than one candidate | `dropped` |
| several `allowedFunctionNames` | the other tools are not offered |
| calls and results without ids | get ids; a result belongs to the oldest call of its name |

- **Signatures.** Gemini signs its calls of tools and wants the signature back with the next turn. Clients of other forms have no
  place for it, so it travels in the id of the call, behind `-signed-`; the gateway takes it out again.
- **Reasoning** stays hidden unless the alias has `expose_reasoning`. Then OpenAI's clients find it in `reasoning_content`,
  Anthropic's in `thinking` blocks, without a signature where the backend has none.
- **Thoughts across turns.** Vendors want their thoughts back while tools are called, with their signature. Where reasoning is
  shown, OpenAI's clients get signed thoughts in `reasoning_details` of the message (in a stream as one piece after the thoughts),
  in responses as `encrypted_content`, Anthropic's in `signature`; whoever hands the message back as it came keeps the model's
  train of thought. The signature is sealed for the backend it came from: another backend, or one whose signature was changed,
  is asked without the thought, and `dropped=messages.reasoning` says so.
- **Usage.** `message_start` says zero tokens, because backends of OpenAI's form count at the end; `message_delta` has the
  truth. Tokens written to a cache are `prompt_tokens_details.cache_write_tokens`.
- **Parallel calls** that a backend streams by turns are written one after the other for Anthropic's clients: the first as it
  comes, the others once it is whole.
- **Why it ended** follows from what was produced: an answer with calls ends in `tool_calls` or `tool_use`, whatever the backend
  says.
