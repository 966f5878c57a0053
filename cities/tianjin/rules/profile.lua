-- 用户信息的规则：表格说不清的才写在这里。级别、文字和依据在 forms/account.yaml。
local M = {}

-- 个体机械所有人应是以个人注册的账号，两类企业应是以企业注册的账号。
function M.category_fits(answers, ctx)
  if not answers.owner_category then return true end
  return (answers.owner_category == "individual") == (ctx.account_kind == "person")
end

return M
