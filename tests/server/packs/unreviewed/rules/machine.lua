local M = {}

-- 出错的规则：没有审核的地方，出了错也不得发码。
function M.breaks(answers)
  if answers.machine_model == "规则出错" then error("有意的错误") end
  return true
end

return M
