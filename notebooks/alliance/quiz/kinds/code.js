// Answered in a code cell: here only how.
drawings.code = (question) => ({ body: h("p", { text: question.call }), read: null, show() {} });
