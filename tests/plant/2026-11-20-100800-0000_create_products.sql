INSERT INTO products (sku, name, price, currency, stock_quantity) VALUES
    ('TEA', 'Tea', 6.50, 'EUR', 100), ('SAMPLE', 'Sample', 0, 'EUR', 100), ('SAKE', 'Sake', 1200, 'JPY', 0);
