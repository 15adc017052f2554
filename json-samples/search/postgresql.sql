-- One table for the lines of all sample layouts.
CREATE TABLE log_lines (
  line jsonb NOT NULL,
  level text GENERATED ALWAYS AS (
    coalesce(line ->> 'log.level', line #>> '{log,level}', line ->> 'severity', line ->> 'level')) STORED,
  message text GENERATED ALWAYS AS (coalesce(line ->> 'message', line ->> 'short_message')) STORED,
  session_id text GENERATED ALWAYS AS (
    coalesce(line ->> 'session_id', line ->> '_session_id', line #>> '{mdc,session_id}')) STORED,
  request_id text GENERATED ALWAYS AS (
    coalesce(line ->> 'request_id', line ->> '_request_id', line #>> '{mdc,request_id}')) STORED,
  model_id text GENERATED ALWAYS AS (
    coalesce(line ->> 'model_id', line ->> '_model_id', line #>> '{mdc,model_id}')) STORED,
  -- Null if the application has set another text.
  sampling_iteration integer GENERATED ALWAYS AS (
    substring(
      coalesce(line ->> 'sampling_iteration', line ->> '_sampling_iteration', line #>> '{mdc,sampling_iteration}'),
      '^-?[0-9]{1,9}$')::integer) STORED
);
-- Other kinds of indexes refuse long ids.
CREATE INDEX ON log_lines USING hash (session_id);
CREATE INDEX ON log_lines USING hash (request_id);

-- Text that was just copied, for one line each.
CREATE TABLE incoming (line text);

-- jsonb refuses U+0000, which is left out, and halves of surrogate pairs. A line that it refuses is kept as a message without fields.
CREATE FUNCTION as_json(line text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RETURN regexp_replace(line, '(?<!\\)((\\\\)*)\\u0000', '\1', 'g')::jsonb;
EXCEPTION WHEN OTHERS THEN
  RETURN jsonb_build_object('message', line);
END
$$;
CREATE FUNCTION load_incoming() RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO log_lines (line) SELECT as_json(line) FROM incoming WHERE line IS NOT NULL;
  WITH taken AS (DELETE FROM incoming RETURNING 1) SELECT count(*) FROM taken;
$$;

-- A conversion of text to a time depends on settings, which a generated column can't have.
CREATE VIEW logs AS
SELECT log_lines.*,
  level IN ('ERROR', 'FATAL', 'CRITICAL', 'ALERT', 'EMERGENCY', '3', '2', '1', '0') AS failed, -- numbers are those of GELF
  coalesce(
  (line ->> '@timestamp')::timestamptz,
  to_timestamp((line #>> '{instant,epochSecond}')::double precision + (line #>> '{instant,nanoOfSecond}')::double precision / 1e9),
  to_timestamp((line ->> 'timestampSeconds')::double precision + (line ->> 'timestampNanos')::double precision / 1e9),
  to_timestamp(CASE WHEN (line ->> 'timestamp')::double precision > 1e11 THEN (line ->> 'timestamp')::double precision / 1000
    ELSE (line ->> 'timestamp')::double precision END)) AS time
FROM log_lines
WHERE NOT line ? 'span'; -- the demo prints spans, too
