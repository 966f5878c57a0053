# Writes a C++ source that exposes INPUT's text as NAME, see base/embedded.hpp.
file(READ ${INPUT} text)
string(MAKE_C_IDENTIFIER ${NAME} symbol)
set(parts "")
string(LENGTH "${text}" length)
set(at 0)
while(at LESS length)                  # string literals longer than 64 KiB are not portable
  string(SUBSTRING "${text}" ${at} 8000 part)
  string(APPEND parts "R\"nrmm_embed(${part})nrmm_embed\"\n")
  math(EXPR at "${at} + 8000")
endwhile()
file(WRITE ${OUTPUT} "#include \"base/embedded.hpp\"\nnamespace nrmm::embedded {\nextern const File ${symbol};
const File ${symbol}{\"${NAME}\",\n${parts}};\n}\n")
