-- One view for the files of all sample layouts. The columns have types of their own, so that no id becomes a date.
CREATE OR REPLACE VIEW logs AS
SELECT
  coalesce(
    try_cast(regexp_replace("@timestamp", '([+-]\d\d)(\d\d)$', '\1:\2') AS TIMESTAMPTZ),
    to_timestamp(CAST(instant->>'epochSecond' AS DOUBLE) + CAST(instant->>'nanoOfSecond' AS DOUBLE) / 1e9),
    to_timestamp("timestampSeconds" + "timestampNanos" / 1e9),
    to_timestamp(if("timestamp" > 1e11, "timestamp" / 1000, "timestamp"))) AS time,
  coalesce("log.level", log->>'level', severity, level) AS level,
  coalesce("log.level", log->>'level', severity, level) IN
    ('ERROR', 'FATAL', 'CRITICAL', 'ALERT', 'EMERGENCY', '3', '2', '1', '0') AS failed, -- numbers are those of GELF
  coalesce(logger_name, "log.logger", log->>'logger', "loggerName", logger, _logger) AS logger,
  coalesce(thread_name, "process.thread.name", process->'thread'->>'name', "threadName", thread, _thread) AS thread,
  coalesce(message, short_message) AS message,
  coalesce(session_id, _session_id, mdc->>'session_id') AS session_id,
  coalesce(request_id, _request_id, mdc->>'request_id') AS request_id,
  coalesce(model_id, _model_id, mdc->>'model_id') AS model_id,
  TRY_CAST(coalesce(sampling_iteration, _sampling_iteration, mdc->>'sampling_iteration') AS INTEGER) AS sampling_iteration
FROM read_json(
  '*.jsonl', format = 'newline_delimited', columns = {
  '@timestamp': 'VARCHAR', instant: 'JSON', "timestampSeconds": 'DOUBLE', "timestampNanos": 'DOUBLE', timestamp: 'DOUBLE',
  level: 'VARCHAR', 'log.level': 'VARCHAR', severity: 'VARCHAR', log: 'JSON',
  logger_name: 'VARCHAR', 'log.logger': 'VARCHAR', "loggerName": 'VARCHAR', logger: 'VARCHAR', _logger: 'VARCHAR',
  thread_name: 'VARCHAR', 'process.thread.name': 'VARCHAR', process: 'JSON', "threadName": 'VARCHAR', thread: 'VARCHAR', _thread: 'VARCHAR',
  message: 'VARCHAR', short_message: 'VARCHAR', mdc: 'JSON', span: 'VARCHAR',
  session_id: 'VARCHAR', request_id: 'VARCHAR', model_id: 'VARCHAR', sampling_iteration: 'VARCHAR',
  _session_id: 'VARCHAR', _request_id: 'VARCHAR', _model_id: 'VARCHAR', _sampling_iteration: 'VARCHAR'})
WHERE span IS NULL; -- the demo prints spans, too
