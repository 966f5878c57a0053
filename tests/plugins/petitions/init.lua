local M, settings = {}, ...

-- 正文不能短得说不清。
function M.plain(answers)
  return utf8.len(answers.body) >= settings.shortest, { shortest = settings.shortest }
end

-- 谁都看得到；坏的一条看了就出错。
function M.for_all(answers)
  if answers.broken then error("broken") end
  return true
end

return M
