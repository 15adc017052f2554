# Draws one session as a Mermaid chart, from the JSON lines of any layout in this folder:
#   jq -rs --arg session s-alice -f conversation.jq chat.jsonl
# A section is a request. A bar is a thread and an attempt, from its first line to its last. It is red if a line is a warning or an error.
# A span, which the demo prints with -Dotel, has a bar of its own.

def field($name): .[$name] // ."_\($name)" // .mdc[$name]?;

# Milliseconds since 1970. fromdateiso8601 knows neither fractions nor offsets.
def instant:
  if type == "number" then if . > 1e11 then . else . * 1000 end
  else capture("^(?<date>[0-9-]{10})[T ](?<time>[0-9:]{8})([.,](?<fraction>[0-9]+))?(Z|(?<sign>[+-])(?<hours>[0-9]{2}):?(?<minutes>[0-9]{2}))?$")
      // error("Not a time: \(.)")
    | ("\(.date)T\(.time)Z" | fromdateiso8601) * 1000 + ("0.\(.fraction // 0)" | tonumber) * 1000
      - (if .sign then ("\(.sign)1" | tonumber) * ((.hours | tonumber) * 60 + (.minutes | tonumber)) * 60000 else 0 end)
  end;

def time:
  if .instant then .instant.epochSecond * 1000 + .instant.nanoOfSecond / 1e6
  elif .timestampSeconds then .timestampSeconds * 1000 + .timestampNanos / 1e6
  else ."@timestamp" // .timestamp // .start | instant end;

def thread: .thread_name // ."process.thread.name" // .process.thread.name? // .threadName // .thread // ._thread;

def is_alarming:
  .level // ."log.level" // .log.level? // .severity
  | if type == "number" then . <= 4 else IN("WARN", "WARNING", "ERROR", "FATAL", "CRITICAL", "ALERT", "EMERGENCY") end;

# Mermaid gives other characters a meaning. Nothing is the absence of an id, or a blank one.
def plain: if . == null then "none" else tostring | gsub("[^\\p{L}\\p{N} ._/@+-]"; "_")[:40] | if test("[^ ]") then . else "blank" end end;

# Mermaid does not show a bar that is too short.
def bar($shortest):
  (map(.from) | min | floor) as $from | (map(.to) | max) as $to
  | "\(.[0].place | plain)\(.[0].attempt | if . then ", attempt \(plain)" else "" end) :"
    + (if any(.alarming) then "crit, " else "" end) + "\($from), \([$to, $from + $shortest] | max | ceil)";

map(objects | select(field("session_id") == $session)
  | {from: time, place: (if .span then "span \(.span)" else "on \(thread)" end), request: field("request_id"),
      attempt: field("sampling_iteration"), alarming: is_alarming, microseconds: (if .span then .microseconds else 0 end)}
  | .to = .from + .microseconds / 1000)
| if length == 0 then error("No line has the session_id \($session)") else . end
| ((map(.to) | max) - (map(.from) | min)) as $length
| (group_by(.request) | sort_by(map(.from) | min)) as $requests
| "gantt", "  title Session \($session | plain)", "  dateFormat x", "  axisFormat \(if $length < 10000 then "%S.%L" else "%H:%M:%S" end)",
  (range($requests | length) as $i
    | ($requests[$i][0].request | plain) as $name
    | ($requests[:$i] | map(select(.[0].request | plain == $name)) | length) as $same
    # Mermaid takes sections of one name for one.
    | "  section Request \($name)\(if $same > 0 then " no \($same + 1)" else "" end)",
      ($requests[$i] | group_by([.place, .attempt]) | sort_by(map(.from) | min)[] | "  " + bar($length / 200 + 1)))
