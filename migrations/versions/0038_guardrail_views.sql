-- What guardrails did, as the gateway with a dashboard names it.

create view guardrail_metrics as
select id, request_id, name as guardrail_name, type as guardrail_type, layer, priority, started_at as start_time,
       started_at + micros * interval '1 microsecond' as end_time, micros / 1000.0 as duration_ms,
       result in ('passed', 'replaced') as passed, score, case when result = 'failed' then note end as error,
       jsonb_build_object('result', result, 'found', case when result = 'failed' then '' else note end) as metadata,
       overridden as response_overridden
from guardrail_run;

-- Looks that could not be taken say nothing of how a guardrail does.
create view guardrail_performance_summary as
select guardrail_name, layer, count(*) as total_executions, count(*) filter (where passed) as passed_count,
       count(*) filter (where not passed) as failed_count, count(*) filter (where error is not null) as error_count,
       round(100.0 * count(*) filter (where passed) / count(*), 2) as pass_rate,
       round(avg(duration_ms), 3) as avg_duration_ms,
       percentile_disc(0.5) within group (order by duration_ms) as p50_duration_ms,
       percentile_disc(0.95) within group (order by duration_ms) as p95_duration_ms
from guardrail_metrics
where metadata ->> 'result' <> 'not_scanned'
group by guardrail_name, layer;

-- //@UNDO
drop view guardrail_performance_summary;
drop view guardrail_metrics;
