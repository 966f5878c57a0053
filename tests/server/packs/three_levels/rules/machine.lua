local M, parent = {}, ...

-- 市里只加一条：汽油的不能确定；其余照省，省里没有的照全国。
function M.emission_stage(answers, ctx)
  if answers.fuel == "petrol" then return "X", "stage.petrol" end
  return parent.emission_stage(answers, ctx)
end

return M
