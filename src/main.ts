console.log('hf-eval');
