---@meta

-- What rules may use, for editors that read LuaCATS. Made from the binding table in kernel/lua; a test says when
-- it is out of date.

---Goes through a list from 1 to the first nil.
function ipairs(list) end

---Goes through a table in the order of its keys: numbers, then texts.
function pairs(table) end

---nil, boolean, number, string, table or function.
---@return string
function type(value) end

---Text of a number, boolean or nil; a table raises.
---@return string
function tostring(value) end

---Number that a text states.
---@return number|nil
function tonumber(value) end

---The arguments from the n-th on; select("#", ...) counts them.
function select(n, ...) end

---Gives up; the case goes to a person with this message.
function error(message, level) end

---Raises the message where the value is nil or false.
function assert(value, message) end

---Calls f and catches its errors, not an exceeded budget.
---@return any ...
function pcall(f, ...) end

---Gives a table operators; __gc, __close and __mode are refused.
---@return table
function setmetatable(table, metatable) end

---Whether a value has a metatable; never the metatable.
---@return any|nil
function getmetatable(value) end

text = {}

---First group, or the whole match, of an RE2 pattern; nil where it does not match.
---@return string|nil
function text.match(text, pattern) end

string = {}

---Length in bytes; utf8.len counts characters.
---@return number
function string.len(text) end

---Bytes from..to; negative positions count from the end.
---@return string
function string.sub(text, from, to) end

---a-z to A-Z; other characters stay.
---@return string
function string.upper(text) end

---A-Z to a-z; other characters stay.
---@return string
function string.lower(text) end

utf8 = {}

---Number of characters; nil if not UTF-8.
---@return number|nil
function utf8.len(text) end

table = {}

---Adds at the end, or with three arguments at a position.
function table.insert(list, value) end

---Takes the last entry, or the one at a position.
---@return any
function table.remove(list, position) end

---Joins texts and numbers.
---@return string
function table.concat(list, separator) end

---The entries as values, at most 200.
---@return any ...
function table.unpack(list, from, to) end

math = {}

---Largest whole number not above it.
---@return number
function math.floor(number) end

---Smallest whole number not below it.
---@return number
function math.ceil(number) end

---The number without its sign.
---@return number
function math.abs(number) end

---The largest of its arguments.
---@return number
function math.max(number, ...) end

---The smallest of its arguments.
---@return number
function math.min(number, ...) end

---The number as an integer, if it is whole.
---@return number|nil
function math.tointeger(value) end

---"integer" or "float".
---@return string|nil
function math.type(value) end

---Larger than every number.
math.huge = 0
