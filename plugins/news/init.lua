local M = {}

local kinds = { policy = true, notice = true }

local function is_day(day) return text.match(day, "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$") ~= nil end

-- 内容是否齐全、日期是否说得通。
function M.sound(answers)
  if not kinds[answers.kind] then return false, "kind", "请选择政策信息或通知。" end
  if not text.match(answers.title, "[^ 　]") then return false, "title", "请填写标题。" end
  if not text.match(answers.text, "[^ 　\n]") then return false, "text", "请填写正文。" end
  if not is_day(answers.from) then return false, "from", "请填写开始日期，如2025-04-01。" end
  if not answers["until"] then return true end
  if not is_day(answers["until"]) then return false, "until", "请填写结束日期，如2025-04-30。" end
  return answers["until"] >= answers.from, "until", "结束日期不能早于开始日期。"
end

-- 发布人员都看得到，别人只看到在日子里的。
function M.published(answers, ctx)
  if ctx.reach == "city" then return true end
  return answers.from <= ctx.today and (not answers["until"] or ctx.today <= answers["until"])
end

return M
