-- Made from the binding table in kernel/lua; a sandbox test says when it is out of date.
stds.rules = {
  read_globals = {
    "ipairs", "pairs", "type", "tostring", "tonumber", "select", "error", "assert", "pcall", "setmetatable", "getmetatable",
    text = { fields = { "match" } },
    string = { fields = { "len", "sub", "upper", "lower" } },
    utf8 = { fields = { "len" } },
    table = { fields = { "insert", "remove", "concat", "unpack" } },
    math = { fields = { "floor", "ceil", "abs", "max", "min", "tointeger", "type", "huge" } },
  },
}
std = "rules"
max_line_length = false
ignore = { "211/parent" }  -- a file may take its parent without calling it
