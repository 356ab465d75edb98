package io.sallyport.journal;

import io.sallyport.database.CopyRow;
import io.sallyport.database.CopyTarget;
import io.sallyport.journal.CallRecord.Content;
import java.util.List;

/// One row of `request_content` per call whose bodies may be kept.
final class ContentTarget implements CopyTarget<CallRecord> {

    @Override
    public String table() {
        return "request_content";
    }

    @Override
    public List<String> columns() {
        return List.of("request_id", "request_body", "request_cut", "response_body", "response_cut");
    }

    @Override
    public boolean isLarge() {
        return true;
    }

    @Override
    public void encode(CallRecord call, CopyRow out) {
        Content content = call.content().orElseThrow();
        out.uuid(call.id().value())
                .text(BoundedText.body(content.request()))
                .truth(content.requestCut())
                .text(BoundedText.body(content.response()))
                .truth(content.responseCut());
    }
}
