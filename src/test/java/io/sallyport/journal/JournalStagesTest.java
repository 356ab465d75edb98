package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.journal.CallRecord.Outcome;
import io.sallyport.testkit.HandClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OB19")
final class JournalStagesTest {
    private final List<CallRecord> taken = new ArrayList<>();

    @Test
    void measuresStagesForASinkThatReadsThem() {
        StageTimes stages = stagesOfACall(new JournalSink() {
            @Override
            public void take(CallRecord call) {
                taken.add(call);
            }

            @Override
            public boolean readsStages() {
                return true;
            }
        });

        assertThat(stages.has(CallStage.AUTHENTICATE)).isTrue();
        assertThat(stages.end(CallStage.AUTHENTICATE)).isNotNegative();
        assertThat(stages.end(CallStage.ROUTE)).isGreaterThanOrEqualTo(stages.end(CallStage.AUTHENTICATE));
        assertThat(stages.has(CallStage.LIMIT)).isFalse();
    }

    @Test
    void measuresNoStagesThatNobodyReads() {
        StageTimes stages = stagesOfACall(taken::add);

        assertThat(CallStage.values()).noneMatch(stages::has);
    }

    private StageTimes stagesOfACall(JournalSink sink) {
        Journal journal = new Journal(HandClock.at("2026-11-21T12:30:00Z"), List.of(sink));
        CallRecord like = MeteredCalls.answered();
        JournalEntry entry = journal.open(like.id(), like.client(), like.asked());

        entry.passed(CallStage.AUTHENTICATE);
        entry.passed(CallStage.ROUTE);
        journal.close(entry, new Outcome(200, ""));

        return taken.getFirst().timing().stages();
    }
}
