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
  sampling_iteration integer GENERATED ALWAYS AS (
    coalesce(line ->> 'sampling_iteration', line ->> '_sampling_iteration', line #>> '{mdc,sampling_iteration}')::integer) STORED
);
CREATE INDEX ON log_lines (session_id);
CREATE INDEX ON log_lines (request_id);

-- Text that was just copied, for one line each. PostgreSQL has no \u0000 in jsonb, so it is left out.
CREATE TABLE incoming (line text NOT NULL);
CREATE FUNCTION load_incoming() RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO log_lines (line)
  SELECT regexp_replace(line, '(?<!\\)((\\\\)*)\\u0000', '\1', 'g')::jsonb FROM incoming;
  WITH taken AS (DELETE FROM incoming RETURNING 1) SELECT count(*) FROM taken;
$$;

-- A conversion of text to a time depends on settings, which a generated column can't have.
CREATE VIEW logs AS
SELECT log_lines.*, coalesce(
  (line ->> '@timestamp')::timestamptz,
  to_timestamp((line #>> '{instant,epochSecond}')::double precision + (line #>> '{instant,nanoOfSecond}')::double precision / 1e9),
  to_timestamp((line ->> 'timestampSeconds')::double precision + (line ->> 'timestampNanos')::double precision / 1e9),
  to_timestamp(CASE WHEN (line ->> 'timestamp')::double precision > 1e11 THEN (line ->> 'timestamp')::double precision / 1000
    ELSE (line ->> 'timestamp')::double precision END)) AS time
FROM log_lines;
