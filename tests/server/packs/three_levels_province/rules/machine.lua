local M, parent = {}, ...

-- 省里对钻机另有规定；其余照全国。
function M.emission_stage(answers, ctx)
  if answers.machine_kind == "drill" then return "X", "stage.drill" end
  return parent.emission_stage(answers, ctx)
end

function M.drill_has_model(answers)
  return answers.machine_kind ~= "drill" or answers.machine_model
end

return M
